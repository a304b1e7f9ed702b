"""Learns a rulebook from history: whole-number rules, and a probability that SQL applies.

terms        conditions of the rulebook's language, the only features there are
candidates   which terms the input could support
days, frame  the project itself, run on past days with all candidates
split, learn, glm   a logistic regression on few terms, chosen by what predicts later people
scorecard, cuts     the same as points, stages and grades; rates where there is too little data
measure, report, write   how well it did, in words, and as a rulebook directory
"""
