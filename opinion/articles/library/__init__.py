"""The newsroom's pictures: uploaded once, found by words, used wherever an article needs them."""
