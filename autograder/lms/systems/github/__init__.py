"""GitHub: a folder of clones comes in; Classroom 50's scores and results, and feedback as releases, go out."""

from autograder.lms.identity import Kind
from autograder.lms.registry import Lms, Target
from autograder.lms.systems.github.classroom50 import write_results, write_scores
from autograder.lms.systems.github.clones import own_table, read
from autograder.lms.systems.github.releases import API, GithubService

LMS = Lms(
    name="github",
    title="GitHub, Classroom 50",
    page="github.md",
    reads="a folder of clones, also as of a tag or a date",
    writes="Classroom 50's `scores.json` and results; feedback as releases; CSV",
    sure="Classroom 50's and GitHub's public documents; **not verified against a live server**",
    read=read,
    rank=70,
    kinds={"github": Kind("GitHub user name", ("githubusername", "github"), folder=True, order=70)},
    own_table=own_table,
    singles=True,
    targets=(
        Target("classroom50", "Classroom 50's scores.json", write_scores, "the classroom's scores.json"),
        Target("classroom50-results", "Classroom 50's results and feedback pages", write_results),
    ),
    connect=GithubService,
    token="GITHUB_TOKEN",
    address=API,
    places=(
        "the organization's name",
        "what stands before the user names in its repositories' names, like cs50-convolution",
    ),
)
