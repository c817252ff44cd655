"""Asks an endpoint through the SageMaker Python SDK: `predict.py ENDPOINT QUESTION [S3_URI]`.

With a place for the input it is an asynchronous endpoint that is asked. (Without one the SDK would
ask the real STS for its default bucket, whatever AWS_ENDPOINT_URL says.)

Prints the chat completion as one JSON document.
"""

import json
import sys

from sagemaker.async_inference import WaiterConfig
from sagemaker.deserializers import JSONDeserializer
from sagemaker.predictor import Predictor
from sagemaker.predictor_async import AsyncPredictor
from sagemaker.serializers import JSONSerializer

endpoint, question, *places = sys.argv[1:]
predictor = Predictor(endpoint, serializer=JSONSerializer(), deserializer=JSONDeserializer())
body = {"messages": [{"role": "user", "content": question}], "max_tokens": 12}
if places:
    patience = WaiterConfig(max_attempts=120, delay=1)
    asynchronous = AsyncPredictor(predictor)
    answer = asynchronous.predict(data=body, input_path=places[0], waiter_config=patience)
else:
    answer = predictor.predict(body)
print(json.dumps(answer))
