package io.althing.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.althing.registry.Proposal;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a newer build would write to the log. */
public final class UnknownCommands {
    private static final int NEVER_USED = 4_000;

    private UnknownCommands() {}

    /** The proposal with a command in place of its own that this build does not know. */
    public static byte[] insteadOf(Proposal proposal) {
        byte[] known = new ProposalCodec().encode(proposal);
        try {
            return io.althing.codec.proto.Envelope.parseFrom(known).toBuilder()
                    .setCommand(ByteString.copyFrom(ProtoBody.bytes(UnknownCommands::unknown))).build().toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unknown(CodedOutputStream out) throws IOException {
        out.writeByteArray(NEVER_USED, new byte[]{8, 1});
    }
}
