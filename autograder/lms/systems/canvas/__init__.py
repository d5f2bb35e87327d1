"""Canvas: the zip of "Download Submissions" comes in; the gradebook CSV and the interface's marks and comments go out."""

from autograder.lms.identity import Kind
from autograder.lms.registry import Lms, Target
from autograder.lms.systems.canvas.api import CanvasService
from autograder.lms.systems.canvas.download import file_name_of, read, replaced
from autograder.lms.systems.canvas.gradebook import own_table, write
from autograder.lms.systems.canvas.reupload import write as write_feedback

LMS = Lms(
    name="canvas",
    title="Canvas",
    page="canvas.md",
    reads="submissions zip (named, anonymous, groups)",
    writes="gradebook CSV, feedback files, API",
    sure="Canvas's own importer's rules, checked in tests; **not verified against a live server**",
    read=read,
    rank=60,
    kinds={
        "canvas_id": Kind("Canvas user id", ("canvasid", "canvasuserid"), order=50),
        "sis_user_id": Kind("SIS user id", ("sisuserid", "sisid", "sis"), folder=True, order=10),
        "sis_login_id": Kind("SIS login id", ("sisloginid",), folder=True, order=20),
        "anonymous_id": Kind("Canvas's anonymous id"),
    },
    own_table=own_table,
    file_name_of=file_name_of,
    superseded=replaced,
    targets=(
        Target("canvas", "Canvas's gradebook", write, "the gradebook exported from Grades"),
        Target("canvas-feedback", "Canvas's feedback files", write_feedback),
    ),
    connect=CanvasService,
    token="CANVAS_TOKEN",
)
