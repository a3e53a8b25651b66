-- Signatures of somebody who is to be forgotten are found without walking through all of them.
CREATE INDEX visit_signature_subject_index ON visit_signature (subject_id);
