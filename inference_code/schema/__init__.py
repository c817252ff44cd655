"""The requests that clients may send: OpenAI's chat completions and Hugging Face's text form."""
