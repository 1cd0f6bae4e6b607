"""Power in votes: who turns a losing coalition into a winning one, and how often.

In a weighted game [q; w1 … wn] a coalition wins when its votes reach the quota q. Player i
swings coalition S, which loses without i and wins with i. With s(i, k) the number of
coalitions of k others that i swings,

    Shapley-Shubik(i) = sum over k of s(i, k) k! (n - 1 - k)! / n!
    Banzhaf(i)        = sum over k of s(i, k) / 2**(n - 1)       (absolute; or in parts of 1)

Both are exact. Let G(m) be the polynomial in y whose coefficients count the coalitions of
each size with at most m votes. Without player i of w votes it is

    G_i(m) = G(m) - y G_i(m - w),     and     s(i, ·) = G(q - 1) - (1 + y) G_i(q - 1 - w).

A polynomial is one long integer, so that nothing is rounded: dividing a player out in
floating point is worthless from about a hundred players on.

A veto, a golden share or a licence is not a share of votes. It is a game of its own, and a
compound game joins games: ``All(Weighted(…), Veto("State"))``.

Measures: how often a holder's votes decide.
Identifies: holders of a third of the votes and all of the power, or none of it.
Beware: it takes every order of joining as equally likely; who talks to whom is not in it.

References
----------
Shapley, L. S. and Shubik, M. (1954), A method for evaluating the distribution of power in a
committee system, Am. Polit. Sci. Rev. 48. Banzhaf, J. F. (1965), Weighted voting doesn't work,
Rutgers Law Rev. 19. Brams, S. J. and Affuso, P. J. (1976), Power and size, Theory and Decision
7, for generating functions. Taylor, A. and Zwicker, W. (1999), Simple games. Castro, J. et al.
(2009), Polynomial calculation of the Shapley value based on sampling, Comput. Oper. Res. 36.
"""

from queries.voting.compound import All, Any, Game, Licence, Power, Veto, Weighted, power
from queries.voting.sample import Sample, sampled_shapley
from queries.voting.weighted import Banzhaf, Exact, Votes, banzhaf, shapley_shubik

__all__ = [
    "All",
    "Any",
    "Banzhaf",
    "Exact",
    "Game",
    "Licence",
    "Power",
    "Sample",
    "Veto",
    "Votes",
    "Weighted",
    "banzhaf",
    "power",
    "sampled_shapley",
    "shapley_shubik",
]
