"""The requests that clients may send, in OpenAI's forms and in Hugging Face's."""
