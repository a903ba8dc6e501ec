"""One loader a corpus: files of the data folder -> `Example`s. Each says what the corpus is, where it is from and its licence."""
