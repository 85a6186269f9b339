"""The five roles by their initials: authors, editors, editors in chief, marketers, operators."""

from pollenpost import roles

A, E, C, M, OP = roles.AUTHORS, roles.EDITORS, roles.CHIEFS, roles.MARKETERS, roles.OPERATORS
EVERYBODY = {A, E, C, M, OP}
