"""The web server: one parent that listens, and workers that take turns at answering.

Waitress reads each request whole before a thread is given to it, and sends each answer by itself:
whoever sends half a request, or reads an answer slowly, keeps no thread from the next reader.
"""
