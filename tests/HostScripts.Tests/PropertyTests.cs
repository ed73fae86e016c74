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
    private static readonly Gen<string> LineEnd = AnyOf("\n", "\r\n");

    // Any bytes but NUL and newline.
    private static readonly Gen<string> Noise = Gen.Char[(char)1, (char)255].Where(c => c != '\n').Array[0, 24]
        .Select(chars => new string(chars));

    private static readonly Gen<string> Blanks = AnyOf("", " ", "  ", "\t", " \t ");

    private static readonly Gen<string> Blank = AnyOf(" ", "\t", "   ");

    private static readonly Gen<string> Key = AnyOf("tenantToken", "TenantToken", "tenanttoken", "TENANTTOKEN");

    // A line that is not the token's and opens no section.
    private static readonly Gen<string> OtherLine = Gen.OneOf(
        Gen.Const(""),
        Noise.Select(noise => "#" + noise),
        Noise.Select(noise => ";" + noise),
        Noise.Select(noise => "key = " + noise),
        Gen.Const($"authToken = {OldToken}"),
        Gen.Const("mainTenant = true"),
        Gen.Const("tenantTokens = x"),
        Gen.Const($"server {{{OldToken}}}"));

    private static readonly Gen<string> Lines = Gen.Select(OtherLine, LineEnd, (line, end) => line + end).Array[0, 4].Select(string.Concat);

    private static readonly Gen<string> OtherSection = Gen.Select(
        AnyOf("other999", "abc1234", "abc123456", "x.y-z"),
        LineEnd,
        Lines,
        Lines,
        (name, end, before, after) => $"[{name}]{end}{before}tenantToken = {OldToken}{end}{after}");

    private static readonly Gen<string> Tail = Gen.OneOf(Gen.Const(""), Noise.Select(noise => " #" + noise), Blank);

    private static readonly Gen<(string Head, string Tail)> Ini =
        from mark in AnyOf("", "\u00ef\u00bb\u00bf")
        from others in OtherSection.Array[0, 2]
        from header in Gen.Select(Blanks, Blanks, LineEnd, (a, b, end) => $"{a}[{b}{EnvironmentId}{a}]{b}{end}")
        from before in Lines
        from entry in Gen.Select(Blanks, Key, Blanks, Blanks, (a, key, b, c) => $"{a}{key}{b}={c}")
        from tail in Tail
        from end in Gen.OneOf(
            Gen.Const(""),
            Gen.Select(LineEnd, Lines, OtherSection.Array[0, 2], (end, lines, sections) => end + lines + string.Concat(sections)))
        select (mark + string.Concat(others) + header + before + entry, tail + end);

    private static readonly Gen<(string Head, string Tail)> Flat =
        from mark in AnyOf("", "\u00ef\u00bb\u00bf")
        from before in Lines
        from entry in Gen.Select(
            Blanks,
            Key,
            Gen.OneOf(Blank, Gen.Select(Blanks, Blanks, (a, b) => $"{a}={b}")),
            (a, key, separator) => a + key + separator)
        from tail in Tail
        from end in Gen.OneOf(Gen.Const(""), Gen.Select(LineEnd, Lines, (end, lines) => end + lines))
        select (mark + before + entry, tail + end);

    [Fact]
    public Task Only_the_token_changes_in_generated_files() => Gen.Select(Ini, Flat, Flat, Flat, Flat).SampleAsync(
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
