namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>A parsed systemctl command line.</summary>
internal sealed record SystemctlArguments(
    string Verb,
    IReadOnlyList<string> Units,
    IReadOnlyList<string> Properties,
    bool Quiet,
    bool NoBlock,
    bool ValueOnly,
    bool UnixTimes)
{
    private static readonly HashSet<string> _ignored = new(StringComparer.Ordinal)
    {
        "--no-pager",
        "--no-legend",
        "--plain",
        "--full",
        "-l",
        "--all",
        "-a",
        "--no-ask-password",
        "--system",
        "--now",
        "--lines=0",
        "-n0",
        "--",
    };

    /// <summary>Parses the arguments, or returns the option that the simulator does not know.</summary>
    public static (SystemctlArguments? Arguments, string? Unknown) Parse(IReadOnlyList<string> arguments)
    {
        List<string> words = [];
        List<string> properties = [];
        HashSet<string> flags = new(StringComparer.Ordinal);
        bool valueOnly = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            switch (argument)
            {
                case "-q" or "--quiet" or "--no-block" or "--value" or "--timestamp=unix":
                    flags.Add(argument);
                    break;
                case "-p" or "--property" or "-P" when i + 1 < arguments.Count:
                    valueOnly |= argument is "-P";
                    properties.AddRange(arguments[++i].Split(','));
                    break;
                case "-t" or "--type" or "--state" or "-n" or "--lines" or "-o" when i + 1 < arguments.Count:
                    i++;
                    break;
                case var _ when PropertiesIn(argument) is { } named:
                    properties.AddRange(named);
                    break;
                case var _ when IsIgnored(argument):
                    break;
                case var _ when argument.StartsWith('-'):
                    return (null, argument);
                default:
                    words.Add(argument);
                    break;
            }
        }

        return (From(words, properties, flags, valueOnly), null);
    }

    private static SystemctlArguments From(List<string> words, List<string> properties, HashSet<string> flags, bool valueOnly)
    {
        string verb = words is [var first, ..] ? first : "list-units";
        bool quiet = flags.Contains("-q") || flags.Contains("--quiet");
        bool noBlock = flags.Contains("--no-block");
        bool unixTimes = flags.Contains("--timestamp=unix");
        return new(verb, [.. words.Skip(1)], properties, quiet, noBlock, valueOnly || flags.Contains("--value"), unixTimes);
    }

    private static string[]? PropertiesIn(string argument) => argument switch
    {
        _ when argument.StartsWith("--property=", StringComparison.Ordinal) => argument["--property=".Length..].Split(','),
        _ when argument.StartsWith("-p", StringComparison.Ordinal) => argument[2..].Split(','),
        _ => null,
    };

    private static bool IsIgnored(string argument)
        => _ignored.Contains(argument)
            || argument.StartsWith("--type=", StringComparison.Ordinal)
            || argument.StartsWith("--state=", StringComparison.Ordinal)
            || argument.StartsWith("--timestamp=", StringComparison.Ordinal);
}
