# petitions
