package io.althing.raft.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Numbers are on the wire: what one has meant, it means for good. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessageTableTest {

    @Test
    void every_number_keeps_its_meaning() {
        List<String> table = new ArrayList<>();
        new MessageTable().all().forEach(type -> table
                .add(type.number() + " " + type.className().substring(type.className().lastIndexOf('.') + 1)));
        assertThat(table).containsExactly("1 RpcRequests$ErrorResponse", "2 RpcRequests$PingRequest",
                "3 RpcRequests$AppendEntriesRequest", "4 RpcRequests$AppendEntriesResponse",
                "5 RpcRequests$RequestVoteRequest", "6 RpcRequests$RequestVoteResponse",
                "7 RpcRequests$TimeoutNowRequest", "8 RpcRequests$TimeoutNowResponse",
                "9 RpcRequests$InstallSnapshotRequest", "10 RpcRequests$InstallSnapshotResponse",
                "11 RpcRequests$GetFileRequest", "12 RpcRequests$GetFileResponse", "13 RpcRequests$ReadIndexRequest",
                "14 RpcRequests$ReadIndexResponse", "32 ForwardRequest", "33 ForwardResponse", "34 IdentityRequest",
                "35 IdentityResponse");
    }

    @Test
    void jrafts_administrative_messages_have_no_number() {
        MessageTable table = new MessageTable();
        assertThat(table.all()).noneMatch(type -> type.className().contains("CliRequests"));
        assertThat(table.className(com.alipay.sofa.jraft.rpc.CliRequests.RemovePeerRequest.class.getName())).isEmpty();
    }
}
