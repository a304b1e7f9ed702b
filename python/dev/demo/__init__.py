"""Generated leads, events and outcomes of a made-up company that sells software to other companies.

The company starts its CRM with an empty table; twelve months later it holds 1,200 leads of small,
mid-sized and large companies in 16 countries. People read the website, often long before they say
who they are; they download, register, open mail, ask for a demo, start a trial; sales accepts or
rejects them, and one in eleven buys. Whether people buy follows from who they are and what they do,
with noise, by the model in `latent.py`: a score that looks at the right things finds most buyers,
one that counts opened mails finds none. Around this lies the dirt of real systems.

    defaults.py, world.py   the frame: numbers, days, time
    draws.py                random numbers that belong to a row
    words.py, titles.py, vocabulary.py                   words of people, jobs, events
    companies.py, people.py                              who they are
    latent.py                                            who buys when: the latent model
    web.py, mail.py, milestones.py, product.py, strangers.py   what happens
    rows.py, contacts.py, profile.py, leads.py           the leads table
    events.py, delivery.py                               the events table
    outcomes.py                                          the outcomes table
    files.py, generator.py, command.py                   writing it all

`generator.generate` writes a demo of any size; `python -m dev demo` calls it.
"""
