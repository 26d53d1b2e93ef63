"""The recipe that makes ``qa/weights/reader.safetensors``: ``python -m eval.reader``. Needs a GPU to be done in minutes."""
