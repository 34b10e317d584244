"""PURE. Words and phrases that a guesser of passwords tries first; written for this product, not taken from a list."""

from __future__ import annotations

COMMON_WORDS = frozenset(
    """
    password passwords passphrase passcode pass word secret login logon signin account access enter open sesame letmein
    let me in out admin administrator root user guest default changeme change please welcome hello goodbye test testing
    temp temporary new old office work working worker staff team manager council county borough city social care
    caring carer children child family families school teacher nurse doctor practice practitioner learning course
    training safeguarding support service services community trauma thread golden england scotland wales ireland
    britain british london manchester birmingham liverpool leeds bristol newcastle arsenal chelsea united rangers
    celtic tottenham everton villa football cricket rugby tennis computer laptop internet windows microsoft google
    apple android iphone samsung facebook instagram whatsapp email mail phone mobile summer winter spring autumn
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday today tomorrow yesterday morning evening night day week month year happy birthday
    christmas easter holiday holidays love lover loving iloveyou you your my mine our the and for with this that are
    was not have has from best good great super mega nice cool sweet lovely baby babe angel princess prince queen king
    mother father mum dad mummy daddy sister brother son daughter husband wife friend friends forever always never
    dog dogs cat cats puppy kitten horse rabbit monkey dragon tiger lion bear eagle butterfly unicorn flower rose
    sunshine rainbow star stars moon sun sky blue red green yellow orange purple pink black white silver chocolate
    coffee cheese banana cookie biscuit pizza chicken pepper ginger honey sugar money lucky jesus god heaven freedom
    peace hope faith trust music guitar dance party master shadow batman superman spiderman starwars pokemon
    michael jessica daniel charlie thomas james george oliver harry jack william david andrew matthew joshua samantha
    ashley nicole jennifer emma sarah laura rebecca hannah amy lucy chloe sophie charlotte abc qwerty asdf zxcv
    one two three four five six seven eight nine ten zero number first second last is it be to of on at we us he she
    """.split()  # noqa: SIM905 - a list of two hundred quoted words would be harder to read
)

_SAYINGS = """
    correct horse battery staple
    the quick brown fox jumps over the lazy dog
    to be or not to be that is the question
    may the force be with you
    once upon a time in a land far away
    all you need is love
    somewhere over the rainbow
    twinkle twinkle little star
    mary had a little lamb
    humpty dumpty sat on a wall
    god save the king
    god save the queen
    rule britannia rule the waves
    keep calm and carry on
    an apple a day keeps the doctor away
    the early bird catches the worm
    a stitch in time saves nine
    actions speak louder than words
    better late than never
    every cloud has a silver lining
    home is where the heart is
    practice makes perfect
    time and tide wait for no man
    where there is a will there is a way
    you will never walk alone
    always look on the bright side of life
    every child matters
    it takes a village to raise a child
    working together to safeguard children
    no child left behind
    this is my password
    this is a very long password
    i forgot my password again
    i can not remember my password
    four words that do not belong together
    please let me in to my account
"""

COMMON_PHRASES = frozenset(
    "".join(sign for sign in saying if sign.isalnum()) for saying in map(str.strip, _SAYINGS.strip().splitlines())
)
