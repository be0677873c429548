package io.althing.audit;

import java.util.List;

/** What a witness answers over HTTP. The body is UTF-8 text; refusals say why. */
public record WitnessAnswer(int status, String contentType, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static WitnessAnswer cosigned(List<NoteSignature> lines) {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line.line()).append('\n'));
        return new WitnessAnswer(200, TEXT, body.toString());
    }

    static WitnessAnswer sizeIs(long latest) {
        return new WitnessAnswer(409, "text/x.tlog.size", latest + "\n");
    }

    static WitnessAnswer refused(int status, String reason) {
        return new WitnessAnswer(status, TEXT, reason + "\n");
    }

    /**
     * The cosignatures in the body of a 200 answer; not verified: put them on the note and check it.
     *
     * @throws MalformedException
     *             if the body is not made of signature lines
     */
    public static List<NoteSignature> cosignatures(String body) {
        if (!body.endsWith("\n")) {
            throw new MalformedException("add-checkpoint: the answer does not end in a line feed");
        }
        return body.substring(0, body.length() - 1).lines().map(NoteSignature::parse).toList();
    }
}
