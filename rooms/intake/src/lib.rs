//! Bringing a company's own data: accounts, sites, contacts, products and orders from its files.
