"""What no reader's browser sends, for every place of a request."""

from urllib.parse import urlencode

HUGE = 10**30
# In place of a number in an address, and of a word.
NUMBERS = [0, 2**63, HUGE]
WORDS = [
    "reader",
    "'",
    "%00",
    "%ED%A0%80",
    "%FF",
    "%F0%9F%98%80",
    "a" * 1500,
    "..",
    "%0d%0aX:%201",
    "{{7}}",
]
QUERIES = [
    "sort=%27;--&show=%00",
    "sort=best&after=-1",
    "sort=best&after=1_2_3_4",
    f"sort=best&after={2**63}_1_1_1",
    f"sort=votes&after={HUGE}_1_1",
    f"after={2**63 - 1}_{2**63 - 1}",
    f"after=-{2**63}_-{2**63}&sort=newest",
    "sort=newest&after=%D9%A1_%D9%A2",
    "after=1_2_3_4_5_6&after=%ED%A0%80",
    f"comment={HUGE}&sort=best",
    "comment=-1",
    "comment=abc&show=mine",
    "comment=%D9%A1&since=%D9%A1",
    "show=staff&after=1_1",
    f"since={HUGE}",
    "since=-1&comment=0",
    f"since={2**63 - 1}&show=mine",
    "since=999999999999999999",
    "p=-1&p=%F0&done=%F0%9F",
    "p=1e9&done=asked%00",
    "%ED%A0%80=%ED%A0%80&sort[]=1",
    "&".join(f"f{number}=1" for number in range(200)),
]
TEXTS = [
    "\0",
    "\ud800",
    "\u202e!",
    "a" + "\u0301" * 10_000,
    "\u200b\u2060",
    "@" * 3000,
    "long " * 200_000,
]
ADA = {"name": "Ada", "email": "ada@example.com"}
FORMS = [
    {},
    {"value": "2"},
    {"value": ["1", "-1"]},
    {"value": "\0"},
    {"value": "١"},
    {"text": ["a", "b"], "name": ["\0", "x"], "email": "a@b\r\nBcc: c@d.example"},
    *({"text": text} | ADA for text in TEXTS),
    *({"text": "Yes."} | ADA | {"name": name} for name in TEXTS),
    {"text": "Yes.", "submission": "\0" * 99} | ADA,
    {"text": "Yes.", "name": "Ada", "email": "a" * 300 + "@example.com", "preview": "1"},
    {"text": "Yes.", "version": "\0", "status": "1", "article": "0", "parent": str(HUGE)},
    {"votes": ["1-x", f"{HUGE}-{'a' * 32}", "\0"], "action": "void", "reason": "\ud800"},
    {"votes": [f"1-{'a' * 32}"] * 900, "action": "void_network", "reason": "Seen"},
    {"email": "\ud800@example.com"},
    {"email": "a@xn--\0.example"},
]
HEADERS = [
    {"HX-Request": "true", "HX-Current-URL": "http://[::1"},
    {"HX-Request": "true", "HX-Current-URL": "%ff\x01", "HX-Target": "\xff", "HX-Boosted": "x"},
    {
        "HX-Request": "true",
        "HX-Current-URL": "http%3A//%5B",
        "HX-Current-URL-URI-AutoEncoded": "true",
    },
    {"HX-Request": "%FF", "Referer": "http://[::1"},
    {"Referer": "https:///\\evil.example", "X-Forwarded-For": "unknown, ::1%25eth0"},
    {"Referer": "http://testserver\\@evil.example/", "Cookie": "reader=\xff; session=\xff"},
    {"If-None-Match": '"\xff', "If-Modified-Since": "Fri, 99 Xxx 99999", "Range": "bytes=-1"},
    {"Content-Type": "multipart/form-data; boundary=\xff", "Accept-Language": "x" * 999},
    {"Content-Type": "application/json; charset=utf-7"},
]
TYPE = b"Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://HOST\r\n"
RAW = [
    b"GET /comments/mine/?after=\xff\xfe\x80 HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET /comments/people/\xed\xa0\x80/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"GET /comments/people/%/ HTTP/1.1\r\nHost: HOST\r\nCookie: reader=\xff\xfe; =; session\r\n\r\n",
    b"GET //comments//1/ HTTP/1.1\r\nHost: HOST\r\nHX-Request: true\r\nHX-Current-URL: \xff\r\n\r\n",
    b"GET /comments/mine/ HTTP/1.1\r\nHost: \xff\xfe@evil.example\r\n\r\n",
    b"GET http://evil.example/comments/mine/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
    b"POST /comments/article/1/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\ntext=a",
    b"POST /comments/article/1/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1e3\r\n\r\ntext=a",
    b"POST /comments/1/vote/ HTTP/1.1\r\nHost: HOST\r\n" + TYPE + b"Content-Length: 90\r\n\r\nv=",
    b"POST /comments/1/vote/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3000000\r\n\r\nvalue=1",
    b"POST /comments/mine/link/ HTTP/1.1\r\nHost: HOST\r\n"
    + TYPE
    + b"Content-Length: 9\r\n\r\nemail=\xff\xfe@",
    b"POST /comments/1/reply/ HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
]


def encoded(form):
    """A form as bytes, with what a client of ours would refuse to send."""
    return urlencode(form, doseq=True, errors="surrogatepass")
