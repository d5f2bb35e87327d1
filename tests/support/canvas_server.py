"""A stand-in of Canvas that behaves as its documentation says."""

from __future__ import annotations

import re
import threading
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.support.lms_stand import TOKEN, Stand


class CanvasStand(Stand):
    """Canvas: submissions in pages, bulk updates with a progress, comments with files."""

    def reply(self, fields: dict[str, str]) -> None:
        book, path = self.book, urlsplit(self.path).path
        book.calls.append(path)
        if path == "/upload":
            self.faulty("upload", self.take_file)
            return
        book.tokens.add(self.headers["Authorization"])
        one = re.fullmatch(r"/api/v1/courses/1/assignments/5/submissions/(\d+)(/comments/files)?", path)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.answer({"errors": [{"message": "Invalid access token."}]}, 401, WWW_Authenticate="Bearer")
        elif path == "/api/v1/courses/1":
            self.answer({"id": 1, "name": "CNN"})
        elif path == "/api/v1/courses/1/assignments/5":
            self.answer({"id": 5, "course_id": 1, "name": "Convolution", "points_possible": book.maximum})
        elif path.endswith("/submissions"):
            asked = parse_qs(urlsplit(self.path).query)
            wanted = asked.get("student_ids[]", []) if path == "/api/v1/courses/1/students/submissions" else None
            users = sorted(book.grades if wanted is None else book.grades.keys() & set(wanted))
            page = int(asked.get("page", ["1"])[0])
            size = 2 if len(users) < 10 else 50
            here = users[(page - 1) * size : page * size]
            query = urlencode({**asked, "per_page": [size], "page": [page + 1]}, doseq=True)
            link = (
                {"Link": f'<http://{self.headers["Host"]}{path}?{query}>; rel="next"'}
                if page * size < len(users)
                else {}
            )
            with book.lock:
                found = [self.submission(user) for user in here]
            self.answer(found, 200, **link)
        elif one and one[2]:
            self.answer({"upload_url": f"http://{self.headers['Host']}/upload", "upload_params": {"token": "x"}})
        elif one and self.command == "PUT":
            self.faulty("comment", lambda: self.comment(one[1], int(fields["comment[file_ids][]"])))
        elif one:
            self.answer(self.submission(one[1]) if one[1] in book.grades else {}, 200 if one[1] in book.grades else 404)
        elif path.endswith("/update_grades"):
            self.faulty("update_grades", lambda: self.update(fields))
        elif job := re.fullmatch(r"/api/v1/progress/(\d+)", path):
            book.polls -= 1
            state = "running" if book.polls > 0 else book.jobs[int(job[1])]
            self.answer({"id": int(job[1]), "workflow_state": state, "message": "why not"})
        else:
            self.answer({}, 404)

    def take_file(self) -> object:
        name = re.search(rb'filename="([^"]+)"', self.body)
        assert name
        number = 900 + len(self.book.uploaded)
        self.book.uploaded[number] = name[1].decode()
        return {"id": number, "url": "x", "display_name": name[1].decode()}

    def comment(self, user: str, number: int) -> object:
        self.book.files.setdefault(user, []).append(self.book.uploaded[number])
        return self.submission(user)

    def update(self, fields: dict[str, str]) -> object:
        """A job that is worked off later, as on a real one; what becomes of it stands under its number."""
        book, number = self.book, 9 + len(self.book.jobs)
        book.writes += 1
        book.jobs[number] = "running"
        pause = book.background()
        book.busy += 1
        if pause:
            threading.Timer(pause, self.work_off, (number, fields)).start()
        else:
            self.work_off(number, fields)
        return {"id": number, "workflow_state": "queued"}

    def work_off(self, number: int, fields: dict[str, str]) -> None:
        book = self.book
        with book.lock:
            users = [user for user in book.grades if f"grade_data[{user}][posted_grade]" in fields]
            half = book.faults("job") == "half"
            for user in users[: len(users) // 2] if half else users:
                comment = fields.get(f"grade_data[{user}][text_comment]")
                if user not in book.refuse:
                    book.grades[user] = float(fields[f"grade_data[{user}][posted_grade]"])
                    book.excused.discard(user)
                if comment:
                    book.comments.append((user, comment))
            book.jobs[number] = "failed" if half else book.outcome
            book.busy -= 1

    def submission(self, user: str) -> dict[str, object]:
        grade = self.book.grades[user]
        about = {
            "id": int(user),
            "name": self.book.names.get(user, f"Student {user}"),
            "sortable_name": f"{user}, Student",
            "login_id": f"login.{user}",
            "sis_user_id": f"00{user}",
        }
        said: list[dict[str, object]] = [{"comment": text} for who, text in self.book.comments if who == user]
        said += [
            {"comment": "This is a media comment", "attachments": [{"display_name": name, "filename": name}]}
            for name in self.book.files.get(user, [])
        ]
        return {
            "id": 1,
            "assignment_id": 5,
            "user_id": int(user),
            "score": None if grade is None else grade - self.book.late.get(user, 0.0),
            "entered_score": grade,
            "excused": user in self.book.excused,
            "user": about,
            "submission_comments": said,
        }
