"""The data everything else speaks of: documents, sentences, annotations, layers. Standard library only, no I/O."""
