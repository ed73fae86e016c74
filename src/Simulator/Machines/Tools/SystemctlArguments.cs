namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>A systemctl command line, taken apart.</summary>
internal sealed record SystemctlArguments(string Verb, IReadOnlyList<string> Units, IReadOnlyList<string> Properties, bool Quiet, bool NoBlock, bool ValueOnly, bool UnixTimes)
{
    private static readonly HashSet<string> s_ignored = new(StringComparer.Ordinal)
    {
        "--no-pager", "--no-legend", "--plain", "--full", "-l", "--all", "-a", "--no-ask-password", "--system", "--now", "--lines=0", "-n0", "--",
    };

    /// <summary>The arguments, or the option that the simulator does not know.</summary>
    public static (SystemctlArguments? Arguments, string? Unknown) Parse(IReadOnlyList<string> arguments)
    {
        List<string> words = [];
        List<string> properties = [];
        bool quiet = false, noBlock = false, valueOnly = false, unixTimes = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            switch (argument)
            {
                case "-q" or "--quiet":
                    quiet = true;
                    break;
                case "--no-block":
                    noBlock = true;
                    break;
                case "--value":
                    valueOnly = true;
                    break;
                case "--timestamp=unix":
                    unixTimes = true;
                    break;
                case "-p" or "--property" or "-P" when i + 1 < arguments.Count:
                    valueOnly |= argument is "-P";
                    properties.AddRange(arguments[++i].Split(','));
                    break;
                case "-t" or "--type" or "--state" or "-n" or "--lines" or "-o" when i + 1 < arguments.Count:
                    i++;
                    break;
                case var _ when argument.StartsWith("--property=", StringComparison.Ordinal):
                    properties.AddRange(argument["--property=".Length..].Split(','));
                    break;
                case var _ when argument.StartsWith("-p", StringComparison.Ordinal) && !argument.StartsWith("--", StringComparison.Ordinal):
                    properties.AddRange(argument[2..].Split(','));
                    break;
                case var _ when s_ignored.Contains(argument) || argument.StartsWith("--type=", StringComparison.Ordinal) || argument.StartsWith("--state=", StringComparison.Ordinal) || argument.StartsWith("--timestamp=", StringComparison.Ordinal):
                    break;
                case var _ when argument.StartsWith('-'):
                    return (null, argument);
                default:
                    words.Add(argument);
                    break;
            }
        }

        return (new SystemctlArguments(words is [var verb, ..] ? verb : "list-units", [.. words.Skip(1)], properties, quiet, noBlock, valueOnly, unixTimes), null);
    }
}
