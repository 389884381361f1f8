"""The person-level door: every read and write of registrations by the app goes through this package.

One module per subject. Every public function takes a `Visit` first, asks `door` what the user may reach in the data as
they are now, and writes the access log through it. A test walks every function with every role.
"""
