using System.Text.RegularExpressions;

namespace TenantTokens.Simulator.Machines.Files;

/// <summary>
/// A file of lines with a key and a value, separated by '=' or blanks (extensions.conf, ruxitagent.conf, deployment.conf).
/// </summary>
internal sealed partial class FlatFile(string path)
{
    public bool Exists => File.Exists(path);

    public string? Get(string key) => Exists ? Lines(key).Select(static m => m.Groups["value"].Value).FirstOrDefault() : null;

    /// <summary>Changes the value and leaves the rest of the line unchanged.</summary>
    public void Set(string key, string value)
    {
        string text = File.ReadAllText(path);
        Match line = Lines(key).First();
        Group old = line.Groups["value"];
        OwnWrites.Replace(path, string.Concat(text.AsSpan(0, old.Index), value, text.AsSpan(old.Index + old.Length)));
    }

    private IEnumerable<Match> Lines(string key)
        => Line().Matches(File.ReadAllText(path)).Where(m => m.Groups["key"].Value.Equals(key, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^[ \t]*(?<key>[A-Za-z]+)(?:[ \t]*=[ \t]*|[ \t]+)(?<value>[^\s]+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
