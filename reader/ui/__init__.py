"""The window: everything that imports PySide6, apart from the composition root in `reader.app`."""
