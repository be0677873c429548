package io.althing.codec;

/** A command, or another case of a choice, that this build does not know: a newer one wrote it. */
public final class UnknownCommand extends BuildTooOld {
    private static final long serialVersionUID = 1;

    UnknownCommand(String message, int field) {
        super("field " + field + " of " + message + " is a case this build does not know: a newer one wrote it");
    }
}
