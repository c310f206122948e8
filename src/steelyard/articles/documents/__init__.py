"""Documents that hold articles: of Word, of mail, and the texts that news services export."""
