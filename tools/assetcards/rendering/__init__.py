"""Answers as text for people and programs; nothing here prints."""
