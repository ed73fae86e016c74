using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The policy's watch section.</summary>
internal sealed partial class ConfigurationReader
{
    private static WatchOptions ReadWatch(ConfigurationSection section)
    {
        WatchOptions byDefault = new();
        TimeSpan shortest = TimeSpan.FromMilliseconds(10);
        TimeSpan hour = TimeSpan.FromHours(1);
        WatchOptions options = new()
        {
            Interval = section.Duration("interval", byDefault.Interval, shortest, hour),
            ConnectionInfoInterval = section.Duration("connectionInfoInterval", byDefault.ConnectionInfoInterval, shortest, hour),
            Window = section.Duration("window", byDefault.Window, shortest, hour),
            RejectedTolerance = section.Integer("rejectedTolerance", byDefault.RejectedTolerance, 0, 1_000_000),
            OnlineTolerancePercent = section.Integer("onlineTolerancePercent", byDefault.OnlineTolerancePercent, 0, 50),
            Grace = section.Duration("grace", byDefault.Grace, TimeSpan.Zero, hour),
            AfterFinish = section.Duration("afterFinish", byDefault.AfterFinish, TimeSpan.Zero, TimeSpan.FromDays(1)),
        };
        section.End();
        return options;
    }
}
