"""The only package that imports SpiffWorkflow: drawings in, open steps out."""

from engine.workflow.catalogue import BadDrawing, Catalogue, Decision
from engine.workflow.runtime import Workflow, require_step

__all__ = ["BadDrawing", "Catalogue", "Decision", "Workflow", "require_step"]
