using MGen.Replication.Tests.Simulation;

return args is ["explore", ..] ? Explorer.Run(args[1..]) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
