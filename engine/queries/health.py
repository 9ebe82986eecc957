"""Whether work can be done: the database answers, and its structure is the newest."""

from sqlalchemy.exc import SQLAlchemyError

from engine.office import Office
from engine.records import migrations


def is_ready(office: Office) -> bool:
    """Whether pages and commands can work now."""
    try:
        return migrations.is_current(office.engine)
    except SQLAlchemyError:
        return False
