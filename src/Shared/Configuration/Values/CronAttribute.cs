using Cronos;

namespace TenantTokens.Configuration.Values;

/// <summary>
/// Takes a cron expression of five fields that some date meets: one that no date meets, such as 30 February, would never start anything.
/// </summary>
public sealed class CronAttribute : TextFormAttribute
{
    public CronAttribute()
        : base("5 fields of cron (minute, hour, day of month, month, day of week) that meet a date, such as \"0 2 1 * *\"")
        => Pattern = @"^\s*\S+(\s+\S+){4}\s*$";

    /// <inheritdoc />
    public override bool Matches(string text)
        => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 5
            && CronExpression.TryParse(text, CronFormat.Standard, out CronExpression? cron)
            && cron.GetNextOccurrence(DateTime.UnixEpoch) is not null;
}
