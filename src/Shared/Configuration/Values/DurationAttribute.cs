using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace TenantTokens.Configuration.Values;

/// <summary>The shortest and the longest duration that a setting accepts, both included.</summary>
public sealed class DurationAttribute : RangeAttribute
{
    /// <param name="least">The shortest, <c>[d.]hh:mm:ss[.fffffff]</c>.</param>
    /// <param name="most">The longest, in the same form.</param>
    public DurationAttribute(string least, string most)
        : base(typeof(TimeSpan), least, most)
    {
        ParseLimitsInInvariantCulture = true;
        ConvertValueInInvariantCulture = true;
        Least = TimeSpan.ParseExact(least, "c", CultureInfo.InvariantCulture);
        Most = TimeSpan.ParseExact(most, "c", CultureInfo.InvariantCulture);
    }

    /// <summary>The shortest duration.</summary>
    public TimeSpan Least { get; }

    /// <summary>The longest duration.</summary>
    public TimeSpan Most { get; }
}
