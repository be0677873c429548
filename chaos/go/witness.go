package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/mod/sumdb/tlog"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const witnessName = "litewitness.example"

var expectation = regexp.MustCompile(`expect-(\d+)\.req$`)

// feedWitness starts a litewitness that knows the log, posts the requests in order, and demands of each the status in its
// name (...expect-200.req). The answers are left beside them (...expect-200.req.answer), the witness's key in
// WORK-DIR/witness.vkey.
func feedWitness(binary, work, vkeyFile string, requests []string) error {
	ctx, stop := context.WithTimeout(context.Background(), 50*time.Second)
	defer stop()
	witness, err := startWitness(ctx, binary, work, vkeyFile)
	if err != nil {
		return err
	}
	defer witness.stop()
	for _, request := range requests {
		if err := post(ctx, witness.address, request); err != nil {
			return err
		}
	}
	fmt.Printf("litewitness ok: %d requests answered as expected\n", len(requests))
	return nil
}

// serveWitness starts a litewitness that knows the log and leaves its key in WORK-DIR/witness.vkey and its address in
// WORK-DIR/witness.address. It ends when its standard input does.
func serveWitness(binary, work, vkeyFile string) error {
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Minute)
	defer stop()
	witness, err := startWitness(ctx, binary, work, vkeyFile)
	if err != nil {
		return err
	}
	defer witness.stop()
	fresh := filepath.Join(work, "witness.address.new")
	if err := os.WriteFile(fresh, []byte(witness.address+"\n"), 0o600); err != nil {
		return err
	}
	if err := os.Rename(fresh, filepath.Join(work, "witness.address")); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

type running struct {
	address string
	stop    func()
}

func startWitness(ctx context.Context, binary, work, vkeyFile string) (running, error) {
	verifier, err := readVerifier(vkeyFile)
	if err != nil {
		return running{}, err
	}
	vkey, err := os.ReadFile(vkeyFile)
	if err != nil {
		return running{}, err
	}
	if err := trustLog(filepath.Join(work, "witness.db"), verifier.Name(), strings.TrimSpace(string(vkey))); err != nil {
		return running{}, err
	}
	private, socket, err := serveAgent()
	if err != nil {
		return running{}, err
	}
	fingerprint, err := writeKey(private, filepath.Join(work, "witness.vkey"))
	if err != nil {
		return running{}, err
	}
	address, err := freeAddress()
	if err != nil {
		return running{}, err
	}
	command := exec.CommandContext(ctx, binary, "-name", witnessName, "-db", filepath.Join(work, "witness.db"),
		"-ssh-agent", socket, "-listen", address, "-key", fingerprint)
	log, err := os.Create(filepath.Join(work, "witness.log"))
	if err != nil {
		return running{}, err
	}
	command.Stderr = log
	if err := command.Start(); err != nil {
		return running{}, err
	}
	stop := func() {
		command.Process.Kill()
		command.Wait()
		log.Close()
		os.RemoveAll(filepath.Dir(socket))
	}
	if err := waitFor(ctx, address); err != nil {
		stop()
		return running{}, err
	}
	return running{address, stop}, nil
}

// trustLog writes what litewitness's own witnessctl would; the schema is torchwood v0.9.0's.
func trustLog(database, origin, vkey string) error {
	db, err := sqlite.OpenConn(database)
	if err != nil {
		return err
	}
	defer db.Close()
	empty, err := tlog.TreeHash(0, nil)
	if err != nil {
		return err
	}
	if err := sqlitex.ExecuteScript(db, `
		CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL);
		CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));`,
		nil); err != nil {
		return err
	}
	if err := sqlitex.Execute(db, "INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)",
		&sqlitex.ExecOptions{Args: []any{origin, base64.StdEncoding.EncodeToString(empty[:])}}); err != nil {
		return err
	}
	return sqlitex.Execute(db, "INSERT INTO key (origin, key) VALUES (?, ?)",
		&sqlitex.ExecOptions{Args: []any{origin, vkey}})
}

// serveAgent makes a key for the witness and hands it out as an ssh-agent would, which is where litewitness looks for it.
func serveAgent() (private ed25519.PrivateKey, socket string, err error) {
	if _, private, err = ed25519.GenerateKey(nil); err != nil {
		return nil, "", err
	}
	keyring := agent.NewKeyring()
	if err := keyring.Add(agent.AddedKey{PrivateKey: private}); err != nil {
		return nil, "", err
	}
	// the path of a socket must be short
	short, err := os.MkdirTemp("", "agent")
	if err != nil {
		return nil, "", err
	}
	socket = filepath.Join(short, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return nil, "", err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go agent.ServeAgent(keyring, connection)
		}
	}()
	return private, socket, nil
}

// writeKey leaves the witness's key for whoever checks its cosignatures and answers with the fingerprint that names it to litewitness.
func writeKey(private ed25519.PrivateKey, file string) (fingerprint string, err error) {
	public := private.Public().(ed25519.PublicKey)
	sshKey, err := ssh.NewPublicKey(public)
	if err != nil {
		return "", err
	}
	typed := append([]byte{4}, public...)
	id := sha256.Sum256(append([]byte(witnessName+"\n"), typed...))
	vkey := fmt.Sprintf("%s+%x+%s\n", witnessName, id[:4], base64.StdEncoding.EncodeToString(typed))
	return ssh.FingerprintSHA256(sshKey), os.WriteFile(file, []byte(vkey), 0o600)
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

func waitFor(ctx context.Context, address string) error {
	for ctx.Err() == nil {
		if connection, err := net.Dial("tcp", address); err == nil {
			return connection.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("litewitness does not listen; see witness.log")
}

func post(ctx context.Context, address, file string) error {
	expected := expectation.FindStringSubmatch(file)
	if expected == nil {
		return fmt.Errorf("%s: the name does not end in expect-<status>.req", file)
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, "POST", "http://"+address+"/add-checkpoint", bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d\n", filepath.Base(file), response.StatusCode)
	if fmt.Sprint(response.StatusCode) != expected[1] {
		return fmt.Errorf("%s was answered %d: %s", file, response.StatusCode, answer)
	}
	return os.WriteFile(file+".answer", answer, 0o600)
}
