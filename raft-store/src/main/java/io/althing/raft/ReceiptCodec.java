package io.althing.raft;

import io.althing.codec.RecordJson;
import io.althing.store.Receipt;

/** Receipts as bytes, for the way from the leader to the node that forwarded a proposal. */
final class ReceiptCodec implements ResultCodec<Receipt> {
    private final RecordJson json;

    ReceiptCodec(RecordJson json) {
        this.json = json;
    }

    @Override
    public byte[] encode(Receipt receipt) {
        return json.write(Receipt.class, receipt);
    }

    @Override
    public Receipt decode(byte[] bytes) {
        return json.read(Receipt.class, bytes, RecordJson.Reading.TOLERANT);
    }
}
