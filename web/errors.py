"""Each error of the house and of the web → its status and one page that says what to do next."""

import logging
from dataclasses import dataclass, replace

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from engine.commands.people import TooManyTries
from engine.errors import Conflict, DisclosureError, NotFound, NotPermitted, RuleViolation, TaskNotReady, Unwritable
from web import access

log = logging.getLogger("mingda.web")

STATUS_OF: dict[type[DisclosureError], int] = {
    TooManyTries: 429,
    RuleViolation: 422,
    NotPermitted: 403,
    NotFound: 404,
    TaskNotReady: 409,
    Conflict: 409,
    Unwritable: 503,
}

DRAINED_AT_MOST = 400_000_000
CHUNK = 1 << 20


@dataclass(frozen=True)
class Explanation:
    """The title of an error page, what happened, and what to do next."""

    title: str
    what: str
    next: str


EXPLANATIONS = {
    400: Explanation("请求无法识别", "浏览器送来的内容不完整或者有误。", "请返回上一页刷新后重新提交。"),
    403: Explanation("没有权限", "您没有办理此事的权限。", "请返回待办，或者由有权限的同事办理。"),
    404: Explanation(
        "没有找到",
        "没有找到您要看的内容。它可能不存在，也可能不归您办理。",
        "请核对地址，或者从待办、申请列表中打开。",
    ),
    405: Explanation("不能这样打开", "这个地址不能用这种方式打开。", "请返回上一页，用页面上的按钮操作。"),
    409: Explanation("已有变化", "此件刚刚有了变化，您的操作没有保存。", "请返回待办查看最新情况后再办理。"),
    413: Explanation("文件太大", "上传的文件超过了允许的大小，没有保存。", "请压缩、拆分后重新上传。"),
    422: Explanation("内容需要修改", "所填内容不符合要求，没有保存。", "请按提示修改后重新提交。"),
    429: Explanation("尝试次数过多", "短时间内尝试次数过多，暂时不能继续。", "请过 15 分钟再试。"),
    503: Explanation("暂时不能保存", "数据库现在不能写入，已保存的内容不受影响。", "请联系管理员，恢复后重新提交。"),
    500: Explanation(
        "系统出错", "系统没有完成这次操作，已保存的内容不受影响。", "请稍后再试；仍不成功的，请联系管理员。"
    ),
}


def status_of(error: DisclosureError) -> int:
    """The HTTP status of an error of the house; 500 for one that is nobody's input."""
    return next((status for kind, status in STATUS_OF.items() if isinstance(error, kind)), 500)


def install(app: Flask) -> None:
    """Every error has its page."""
    app.register_error_handler(DisclosureError, house_error)
    app.register_error_handler(CSRFError, stale_page)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, web_error)


def house_error(error: DisclosureError) -> tuple[str, int]:
    """The page of an error of the house; what exists but is not yours reads like what is not there."""
    status = status_of(error)
    if status >= 500:
        log.error("request failed", extra={"route": request.endpoint, "trouble": type(error).__name__})
    return page(status, what=None if status == 404 else error.message)


def stale_page(_: CSRFError) -> tuple[str, int]:
    """The form's guard did not fit: an old page, or one that is not ours."""
    return page(400, what="页面已经过期，没有保存。")


def too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    """The upload is read to its end and dropped, so that the browser shows this page and not a broken line."""
    _drain()
    if (request.content_length or 0) <= (current_app.config["MAX_CONTENT_LENGTH"] or 0):
        return page(413, what="所填文字过长，没有保存。", following="请精简后重新提交，或者作为附件上传。")
    megabytes = access.office().settings.upload_limit_megabytes
    return page(413, what=f"上传的文件超过 {megabytes} MB，没有保存。")


def web_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    """The page of an error that Flask itself raised; a redirect passes."""
    code = error.code or 500
    return error if code < 400 else page(code)


def page(status: int, *, what: str | None = None, following: str | None = None) -> tuple[str, int]:
    """The error page."""
    known = EXPLANATIONS.get(status) or EXPLANATIONS[500 if status >= 500 else 400]
    shown = replace(known, what=what or known.what, next=following or known.next)
    return render_template("errors/error.html", status=status, explanation=shown), status


def _drain() -> None:
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, DRAINED_AT_MOST)
    while left > 0:
        piece = stream.read(min(CHUNK, left))
        if not piece:
            return
        left -= len(piece)
