"""Who holds which role in the sample office, and what a reviewer says who has nothing to object."""

from engine.permissions import Role
from tests.journeys.person import Fields

ROLES = {
    Role.REGISTRAR: "dengji",
    Role.OFFICE_HEAD: "zhuren",
    Role.HANDLER: "gongcheng1",
    Role.UNIT_HEAD: "gongchengchu",
    Role.LEGAL_REVIEWER: "fazhi",
    Role.SECRECY_REVIEWER: "baomi",
    Role.DOCUMENT_CHECKER: "hegao",
    Role.DEPUTY_LEADER: "fenguan",
    Role.AGENCY_HEAD: "zhuyao",
    Role.SEAL_KEEPER: "yongyin",
    Role.DISPATCHER: "shoufa",
    Role.ARCHIVIST: "dengji",
}
AGREED: Fields = {"agreed": "yes", "words": "同意。"}
