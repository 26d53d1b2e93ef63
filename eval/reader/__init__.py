"""The recipe that makes ``qa/weights/reader.onnx``: ``python -m eval.reader``. Needs a GPU to be done in minutes."""
