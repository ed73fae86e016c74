using System.Globalization;
using TenantTokens.Durable;

namespace TenantTokens.RunCommand;

/// <summary>
/// The name of a run command, computed from its purpose. The same attempt always has the same name, so a repeated activity finds the
/// existing command. It has 36 characters, the most that Azure Arc on Linux accepts.
/// </summary>
/// <param name="Value"><c>ttr-</c> and 32 lower-case hex digits.</param>
public readonly record struct RunCommandName(string Value)
{
    /// <summary>The beginning of the names of all our run commands.</summary>
    public const string Prefix = "ttr-";

    /// <summary>Computes the name for one attempt.</summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="targetId">The target's id.</param>
    /// <param name="action">probe, apply or restore.</param>
    /// <param name="generation">The generation that the command carries.</param>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    public static RunCommandName Create(string rotationId, string targetId, string action, long generation, int attempt)
    {
        // The separator never occurs in an id, so two different lists never give the same text.
        string joined = string.Join(
            '\n',
            rotationId,
            targetId,
            action,
            generation.ToString(CultureInfo.InvariantCulture),
            attempt.ToString(CultureInfo.InvariantCulture));
        return new RunCommandName(Prefix + ShortHash.From(joined));
    }

    /// <summary>Parses a name that <see cref="ToString"/> returned.</summary>
    /// <exception cref="FormatException">The text is not such a name.</exception>
    public static RunCommandName Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length is 36 && value.StartsWith(Prefix, StringComparison.Ordinal) && value[4..].All(char.IsAsciiHexDigitLower)
            ? new RunCommandName(value)
            : throw new FormatException(
                $"'{value}' is not a run command of this program. Its run commands are named {Prefix} and 32 lower-case hexadecimal"
                    + " digits.");
    }

    /// <inheritdoc />
    public override string ToString() => Value;
}
