"""Intake: what arrived in the inbox, archived and journalled before anything reads it."""
