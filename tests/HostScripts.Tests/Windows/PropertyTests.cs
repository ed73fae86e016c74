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
    private static readonly Gen<string> s_lineEnd = AnyOf("\r\n", "\n");

    private static readonly Gen<string> s_blanks = AnyOf("", " ", "\t", " \t ");

    private static readonly Gen<string> s_key = AnyOf("tenantToken", "TenantToken", "tenanttoken", "TENANTTOKEN");

    private static readonly Gen<string> s_mark = AnyOf("", "\u00ef\u00bb\u00bf");

    // Any bytes but NUL and newline, those that a wider notion of a blank or a letter would take for one among them.
    private static readonly Gen<string> s_noise = Gen.Char[(char)1, (char)255].Where(static c => c is not '\n').Array[0, 16]
        .Select(static chars => new string(chars));

    // A line that is not the token's and opens no section.
    private static readonly Gen<string> s_line = Gen.Select(
        Gen.OneOf(
            s_noise.Select(static noise => "#" + noise),
            s_noise.Select(static noise => "key = " + noise),
            AnyOf("", $"authToken = {OldToken}", "mainTenant = true", "tenantTokens = x")),
        s_lineEnd,
        static (line, end) => line + end);

    private static readonly Gen<string> s_lines = s_line.Array[0, 4].Select(string.Concat);

    private static readonly Gen<string> s_otherSection = Gen.Select(
        AnyOf("other999", "abc1234", "ABC12345", "x.y-z"),
        s_lines,
        s_lineEnd,
        static (name, lines, end) => $"[{name}]{end}{lines}tenantToken = {OldToken}{end}");

    private static readonly Gen<string> s_rest = Gen.OneOf(
        Gen.Const(""),
        Gen.Select(s_lineEnd, s_lines, static (end, lines) => end + lines));

    private static readonly Gen<(string Head, string Tail)> s_ini =
        from mark in s_mark
        from others in s_otherSection.Array[0, 2]
        from header in Gen.Select(s_blanks, s_lineEnd, static (blanks, end) => $"{blanks}[{blanks}{EnvironmentId}]{blanks}{end}")
        from before in s_lines
        from entry in Gen.Select(s_blanks, s_key, s_blanks, static (a, key, b) => $"{a}{key}{b}={a}")
        from after in s_otherSection.Array[0, 2]
        from tail in s_rest
        select (mark + string.Concat(others) + header + before + entry, tail.Length is 0 ? tail : tail + string.Concat(after));

    private static readonly Gen<(string Head, string Tail)> s_flat =
        from mark in s_mark
        from before in s_lines
        from entry in Gen.Select(s_blanks, s_key, AnyOf(" ", "\t", "=", " = ", " =\t"), static (a, key, separator) => a + key + separator)
        from tail in s_rest
        select (mark + before + entry, tail);

    [Fact]
    public Task Only_the_token_changes_in_generated_files() => Gen.Select(s_ini, s_flat, s_flat, s_flat, s_flat).SampleAsync(
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
