"""依申请公开事项目录: what people ask for, and what is public already, as the administrator lists it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engine.records.base import Base, Moment


class CatalogueTopic(Base):
    """One kind of information: its name, the words people use for it, where it is found."""

    __tablename__ = "catalogue_topic"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    keywords: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(String(400))
    link: Mapped[str] = mapped_column(String(300), default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(Moment)
