"""The words of the Regulations that a refusal rests on, to tell a reason from a repetition of the law."""

from functools import cache

_TEXTS = """
依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息，不予公开
涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开
但是，第三方同意公开或者行政机关认为不公开会对公共利益造成重大影响的，予以公开
行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开
行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息以及行政执法案卷信息，可以不予公开
法律、法规、规章规定上述信息应当公开的，从其规定
行政机关依据本条例的规定决定不予公开的，告知申请人不予公开并说明理由
属于过程性信息不予公开
属于内部事务信息不予公开
属于行政执法案卷信息不予公开
属于国家秘密不予公开
涉及商业秘密不予公开
涉及个人隐私不予公开
""".strip().splitlines()
_RUN = 5


def own_words(reasons: str) -> int:
    """How many characters of these reasons are not the law's own phrases.

    《条例》第14条、第15条、第16条、第36条第（三）项
    """
    bare = _bare(reasons)
    repeated = [False] * len(bare)
    for start in range(len(bare) - _RUN + 1):
        if bare[start : start + _RUN] in _runs():
            repeated[start : start + _RUN] = [True] * _RUN
    return repeated.count(False)


@cache
def _runs() -> frozenset[str]:
    texts = [_bare(text) for text in _TEXTS]
    return frozenset(text[start : start + _RUN] for text in texts for start in range(len(text) - _RUN + 1))


def _bare(text: str) -> str:
    """Letters and digits alone."""
    return "".join(character for character in text if character.isalnum())
