"""What tools that call the openai package themselves import from the built-in ones (spec 5.4, 5.5)."""

import os
import sys
import unittest
from types import SimpleNamespace
from unittest import mock

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "shim"))

from promptflow.exceptions import UserErrorException  # noqa: E402
from promptflow.tools import common, exception  # noqa: E402


class OpenAIError(Exception):
    pass


class APIStatusError(OpenAIError):
    def __init__(self, status_code, kind=None, **headers):
        super().__init__("Error code: %d" % status_code)
        self.status_code = status_code
        self.type = kind
        self.response = SimpleNamespace(headers={key.replace("_", "-"): value for key, value in headers.items()})


class UnprocessableEntityError(APIStatusError):
    pass


class APIConnectionError(OpenAIError):
    pass


class APITimeoutError(APIConnectionError):
    pass


class Retries(unittest.TestCase):
    def ask(self, errors, **options):
        """(answer or class of the exception, calls, waits) of a function that fails so before it answers."""
        left = list(errors)
        calls = []

        @common.handle_openai_error(**options)
        def function():
            calls.append(1)
            if left:
                raise left.pop(0)
            return "answer"

        with mock.patch("time.sleep") as sleep, mock.patch("sys.stderr"):
            try:
                answer = function()
            except Exception as error:
                self.raised = error
                answer = type(error).__name__
        return answer, len(calls), [call.args[0] for call in sleep.call_args_list]

    def test_what_may_go_well_the_next_time_is_made_again(self):
        busy = [APIStatusError(429), APIStatusError(503, retry_after="0.5"), APITimeoutError("slow")]
        self.assertEqual(self.ask(busy), ("answer", 4, [3, 0.5, 6]))
        lost = APIConnectionError("Server disconnected without sending a response.")
        self.assertEqual(self.ask([lost]), ("answer", 2, [3]))
        self.assertEqual(common.generate_retry_interval(9), 60)

    def test_what_may_not_is_wrapped(self):
        for error in (APIStatusError(401), APIStatusError(429, "insufficient_quota"), APIConnectionError("refused")):
            self.assertEqual(self.ask([error])[:2], ("WrappedOpenAIError", 1))
        self.assertEqual(self.raised.error_codes, ["UserError", "OpenAIError", "APIConnectionError"])
        self.assertEqual(self.ask([ValueError("v")])[:2], ("LLMError", 1))
        self.assertEqual(self.ask([UserErrorException("own")])[:2], ("UserErrorException", 1))

    def test_it_ends(self):
        self.assertEqual(self.ask([APIStatusError(500)] * 9, tries=2)[:2], ("ExceedMaxRetryTimes", 3))
        self.assertEqual(self.ask([UnprocessableEntityError(422)] * 9)[:2], ("ExceedMaxRetryTimes", 3))


class Checks(unittest.TestCase):
    def test_functions_and_tools(self):
        function = {"name": "f", "parameters": {"type": "object", "properties": {}}}
        common.validate_functions([function])
        common.validate_tools([{"type": "function", "function": function}])
        for functions in ([], None, [1], [{"name": "f"}], [{"name": "f", "parameters": {"type": "object"}}]):
            self.assertRaises(exception.ChatAPIInvalidFunctions, common.validate_functions, functions)
        self.assertRaises(exception.ChatAPIInvalidTools, common.validate_tools, [function])
        self.assertEqual(common.process_function_call(None), "auto")
        self.assertEqual(common.process_tool_choice({"type": "function", "function": {"name": "f"}})["type"], "function")
        self.assertRaises(exception.ChatAPIInvalidTools, common.process_tool_choice, "maybe")

    def test_answers(self):
        def chunk(*texts):
            return SimpleNamespace(choices=[SimpleNamespace(delta=SimpleNamespace(content=text)) for text in texts])

        self.assertEqual(list(common.post_process_chat_api_response([chunk(), chunk("a"), chunk(None)], True)), ["a", ""])
        whole = SimpleNamespace(choices=[SimpleNamespace(message=SimpleNamespace(content="text"))])
        self.assertEqual(common.post_process_chat_api_response(whole, False), "text")
        with self.assertRaises(exception.FunctionCallNotSupportedInStreamMode):
            common.post_process_chat_api_response(whole, True, tools=[1])


class Messages(unittest.TestCase):
    """Of exceptions, as the original makes them."""

    def test_from_a_format(self):
        error = UserErrorException(message_format="a {x} {{b}}", x=1, z=2)
        self.assertEqual((str(error), error.message_parameters, error.args), ("a 1 {b}", {"x": 1}, ("a 1 {b}",)))
        self.assertRaises(KeyError, UserErrorException, message_format="a {x}")
        self.assertEqual(str(UserErrorException("m", message_format="f {y}")), "m")
        self.assertEqual(str(UserErrorException()), "UserErrorException")


if __name__ == "__main__":
    unittest.main()
