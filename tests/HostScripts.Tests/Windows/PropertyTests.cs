using CsCheck;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.Tooling;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>
/// Generated files of both kinds: only the right value changes, byte for byte, and apply then restore is the identity. Five files a run.
/// </summary>
public sealed class PropertyTests
{
    private static readonly Gen<string> _lineEnd = AnyOf("\r\n", "\n");

    private static readonly Gen<string> _blanks = AnyOf("", " ", "\t", " \t ");

    private static readonly Gen<string> _key = AnyOf("tenantToken", "TenantToken", "tenanttoken", "TENANTTOKEN");

    private static readonly Gen<string> _mark = AnyOf("", "\u00ef\u00bb\u00bf");

    // Any bytes but NUL and newline, those that a wider notion of a blank or a letter would take for one among them.
    private static readonly Gen<string> _noise = Gen.Char[(char)1, (char)255].Where(static c => c is not '\n').Array[0, 16]
        .Select(static chars => new string(chars));

    // A line that is not the token's and opens no section.
    private static readonly Gen<string> _line = Gen.Select(
        Gen.OneOf(
            _noise.Select(static noise => "#" + noise),
            _noise.Select(static noise => "key = " + noise),
            AnyOf("", $"authToken = {OldToken}", "mainTenant = true", "tenantTokens = x")),
        _lineEnd,
        static (line, end) => line + end);

    private static readonly Gen<string> _lines = _line.Array[0, 4].Select(string.Concat);

    private static readonly Gen<string> _otherSection = Gen.Select(
        AnyOf("other999", "abc1234", "ABC12345", "x.y-z"),
        _lines,
        _lineEnd,
        static (name, lines, end) => $"[{name}]{end}{lines}tenantToken = {OldToken}{end}");

    private static readonly Gen<string> _rest = Gen.OneOf(
        Gen.Const(""),
        Gen.Select(_lineEnd, _lines, static (end, lines) => end + lines));

    private static readonly Gen<(string Head, string Tail)> _ini =
        from mark in _mark
        from others in _otherSection.Array[0, 2]
        from header in Gen.Select(_blanks, _lineEnd, static (blanks, end) => $"{blanks}[{blanks}{EnvironmentId}]{blanks}{end}")
        from before in _lines
        from entry in Gen.Select(_blanks, _key, _blanks, static (a, key, b) => $"{a}{key}{b}={a}")
        from after in _otherSection.Array[0, 2]
        from tail in _rest
        select (mark + string.Concat(others) + header + before + entry, tail.Length is 0 ? tail : tail + string.Concat(after));

    private static readonly Gen<(string Head, string Tail)> _flat =
        from mark in _mark
        from before in _lines
        from entry in Gen.Select(_blanks, _key, AnyOf(" ", "\t", "=", " = ", " =\t"), static (a, key, separator) => a + key + separator)
        from tail in _rest
        select (mark + before + entry, tail);

    [Fact]
    public Task Only_the_token_changes_in_generated_files() => Gen.Select(_ini, _flat, _flat, _flat, _flat).SampleAsync(
        static async files =>
        {
            (string Path, (string Head, string Tail) Text)[] all =
            [
                (Authorization, files.Item1),
                (Extensions, files.Item2),
                (ZRemote, files.Item3),
                (ZRemoteUser, files.Item4),
                (RemotePlugin, files.Item5),
            ];
            await using WindowsHost host = WithActiveGate();
            foreach ((string path, (string head, string tail)) in all)
            {
                host.With(path, head + OldToken + tail);
            }

            (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
            Assert.All(all, file => Assert.Equal(file.Text.Head + NewToken + file.Text.Tail, host.Read(file.Path)));
            (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
            Assert.All(all, file => Assert.Equal(file.Text.Head + OldToken + file.Text.Tail, host.Read(file.Path)));
        },
        iter: Suite.IsFull ? 30 : 10,
        threads: 2);

    private static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
