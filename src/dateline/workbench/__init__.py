"""The codebook's workbench: what a coder does with a codebook of their own, from the first entry to a package.

One file for each thing that is done. It reads through the pipeline, prints nothing and asks nothing: that is the command line's.
"""
