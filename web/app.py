"""The web application: pages over one Office. Hooks stand in the order in which they must run."""

import secrets

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from engine.office import Office
from web import access, errors, headers, labels
from web.pages import BLUEPRINTS

ROOM_FOR_FIELDS = 1_000_000
MOST_FORM_PARTS = 5_000


class RowId(IntegerConverter):
    """A row's number in an address; a larger one than any database holds is simply not found."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=2**31 - 1)


def create_app(office: Office) -> Flask:
    """The pages of this office, every one closed unless its function says who may open it."""
    app = Flask(__name__)
    app.config.update(_configuration(office))
    app.extensions["office"] = office
    if proxies := office.settings.trusted_proxies:  # no header of a visitor's own making counts beyond them
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.url_map.converters["row"] = RowId
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    headers.install(app)
    access.install_recognition(app)
    CSRFProtect(app)
    access.install_guard(app)
    errors.install(app)
    labels.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.public(app.view_functions["static"])
    return app


def _configuration(office: Office) -> dict[str, object]:
    settings = office.settings
    return {
        "SECRET_KEY": settings.secret_key or secrets.token_bytes(32),
        "SESSION_COOKIE_NAME": "mingda_form",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "MAX_CONTENT_LENGTH": settings.upload_limit_megabytes * 1_000_000 + ROOM_FOR_FIELDS,
        "MAX_FORM_MEMORY_SIZE": ROOM_FOR_FIELDS * 2,
        "MAX_FORM_PARTS": MOST_FORM_PARTS,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }
