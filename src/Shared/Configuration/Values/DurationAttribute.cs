using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace TenantTokens.Configuration.Values;

/// <summary>The shortest and the longest duration that a setting accepts, both included.</summary>
public sealed class DurationAttribute : RangeAttribute
{
    /// <param name="min">The shortest, <c>[d.]hh:mm:ss[.fffffff]</c>.</param>
    /// <param name="max">The longest, in the same form.</param>
    public DurationAttribute(string min, string max)
        : base(typeof(TimeSpan), min, max)
    {
        ParseLimitsInInvariantCulture = true;
        ConvertValueInInvariantCulture = true;
        Min = TimeSpan.ParseExact(min, "c", CultureInfo.InvariantCulture);
        Max = TimeSpan.ParseExact(max, "c", CultureInfo.InvariantCulture);
    }

    /// <summary>The shortest duration.</summary>
    public TimeSpan Min { get; }

    /// <summary>The longest duration.</summary>
    public TimeSpan Max { get; }
}
