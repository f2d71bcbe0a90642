"""What is found in an article's language: sentences, attribution, cues, stance; and how that is trained and measured.

NLTK lives here, and nothing here knows a window or a file format.
"""
