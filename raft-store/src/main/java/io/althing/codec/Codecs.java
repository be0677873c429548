package io.althing.codec;

/** The codecs a process needs, made once. */
public record Codecs(RecordJson json, ProposalCodec proposals, StateCodec states, AuditEntryCodec entries) {
    /** Fresh ones. */
    public static Codecs create() {
        var json = new RecordJson();
        return new Codecs(json, new ProposalCodec(), new StateCodec(json), new AuditEntryCodec(json));
    }
}
