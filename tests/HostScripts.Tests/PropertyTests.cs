using CsCheck;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.Tooling;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>
/// Generated files of both kinds: only the right value changes, byte for byte, and apply then restore is the identity, metadata included.
/// Five files a run.
/// </summary>
public sealed class PropertyTests
{
    private static readonly Gen<string> _lineEnd = AnyOf("\n", "\r\n");

    // Any bytes but NUL and newline.
    private static readonly Gen<string> _noise = Gen.Char[(char)1, (char)255].Where(c => c != '\n').Array[0, 24]
        .Select(chars => new string(chars));

    private static readonly Gen<string> _blanks = AnyOf("", " ", "  ", "\t", " \t ");

    private static readonly Gen<string> _blank = AnyOf(" ", "\t", "   ");

    private static readonly Gen<string> _key = AnyOf("tenantToken", "TenantToken", "tenanttoken", "TENANTTOKEN");

    // A line that is not the token's and opens no section.
    private static readonly Gen<string> _otherLine = Gen.OneOf(
        Gen.Const(""),
        _noise.Select(noise => "#" + noise),
        _noise.Select(noise => ";" + noise),
        _noise.Select(noise => "key = " + noise),
        Gen.Const($"authToken = {OldToken}"),
        Gen.Const("mainTenant = true"),
        Gen.Const("tenantTokens = x"),
        Gen.Const($"server {{{OldToken}}}"));

    private static readonly Gen<string> _lines = Gen.Select(_otherLine, _lineEnd, (line, end) => line + end)
        .Array[0, 4].Select(string.Concat);

    private static readonly Gen<string> _otherSection = Gen.Select(
        AnyOf("other999", "abc1234", "abc123456", "x.y-z"),
        _lineEnd,
        _lines,
        _lines,
        (name, end, before, after) => $"[{name}]{end}{before}tenantToken = {OldToken}{end}{after}");

    private static readonly Gen<string> _tail = Gen.OneOf(Gen.Const(""), _noise.Select(noise => " #" + noise), _blank);

    private static readonly Gen<(string Head, string Tail)> _ini =
        from mark in AnyOf("", "\u00ef\u00bb\u00bf")
        from others in _otherSection.Array[0, 2]
        from header in Gen.Select(_blanks, _blanks, _lineEnd, (a, b, end) => $"{a}[{b}{EnvironmentId}{a}]{b}{end}")
        from before in _lines
        from entry in Gen.Select(_blanks, _key, _blanks, _blanks, (a, key, b, c) => $"{a}{key}{b}={c}")
        from tail in _tail
        from end in Gen.OneOf(
            Gen.Const(""),
            Gen.Select(_lineEnd, _lines, _otherSection.Array[0, 2], (end, lines, sections) => end + lines + string.Concat(sections)))
        select (mark + string.Concat(others) + header + before + entry, tail + end);

    private static readonly Gen<(string Head, string Tail)> _flat =
        from mark in AnyOf("", "\u00ef\u00bb\u00bf")
        from before in _lines
        from entry in Gen.Select(
            _blanks,
            _key,
            Gen.OneOf(_blank, Gen.Select(_blanks, _blanks, (a, b) => $"{a}={b}")),
            (a, key, separator) => a + key + separator)
        from tail in _tail
        from end in Gen.OneOf(Gen.Const(""), Gen.Select(_lineEnd, _lines, (end, lines) => end + lines))
        select (mark + before + entry, tail + end);

    [Fact]
    public Task Only_the_token_changes_in_generated_files() => Gen.Select(_ini, _flat, _flat, _flat, _flat).SampleAsync(
        async files =>
        {
            (string Path, (string Head, string Tail) Text)[] all =
            [
                (Authorization, files.Item1),
                (Extensions, files.Item2),
                (ZRemote, files.Item3),
                (ZRemoteUser, files.Item4),
                (RemotePlugin, files.Item5),
            ];
            UnixFileMode[] modes =
            [
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
                UnixFileMode.UserWrite | UnixFileMode.OtherRead,
            ];
            using HostTree host = WithActiveGate();
            foreach ((string path, (string head, string tail)) in all)
            {
                host.With(path, head + OldToken + tail, modes[head.Length % modes.Length]);
            }

            string before = await host.MetadataAsync();
            (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
            Assert.All(all, file => Assert.Equal(file.Text.Head + NewToken + file.Text.Tail, host.Read(file.Path)));
            (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
            Assert.All(all, file => Assert.Equal(file.Text.Head + OldToken + file.Text.Tail, host.Read(file.Path)));
            Assert.Equal(before, await host.MetadataAsync());
        },
        iter: Suite.IsFull ? 80 : 10,
        threads: 2);

    private static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
