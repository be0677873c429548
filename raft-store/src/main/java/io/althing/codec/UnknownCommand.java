package io.althing.codec;

/** A command, or another case of a choice, that this version does not know: a newer one wrote it. The node halts, it never skips it. */
public final class UnknownCommand extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownCommand(String message, int field) {
        super("field " + field + " of " + message + " is a case this version does not know."
                + " Update this node to the version its peers run, then start it again");
    }
}
