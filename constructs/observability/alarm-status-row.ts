import { AlarmStatusWidget, type AlarmBase, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Alarms that one status widget shows.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
const MAX_ALARMS = 100;
const WIDTH = 24;
const ALARMS_PER_LINE = 6;

/** The state of all alarms of a stack. It is laid out at synth, when all of them are there. */
export class AlarmStatusRow implements IWidget {
  public readonly width = WIDTH;
  private x = 0;
  private y = 0;

  constructor(private readonly alarms: () => readonly AlarmBase[]) {}

  public get height(): number {
    return this.parts().reduce((sum, widget) => sum + widget.height, 0);
  }

  public position(x: number, y: number): void {
    this.x = x;
    this.y = y;
  }

  public toJson(): object[] {
    let { y } = this;
    return this.parts().flatMap((widget) => {
      widget.position(this.x, y);
      y += widget.height;
      return widget.toJson() as object[];
    });
  }

  private parts(): AlarmStatusWidget[] {
    const all = this.alarms();
    const pages = Math.ceil(all.length / MAX_ALARMS);
    return Array.from({ length: pages }, (_, page) => {
      const alarms = all.slice(page * MAX_ALARMS, (page + 1) * MAX_ALARMS);
      const title = pages === 1 ? 'Alarms' : `Alarms ${page + 1} of ${pages}`;
      return new AlarmStatusWidget({
        title,
        alarms,
        width: WIDTH,
        height: 1 + Math.ceil(alarms.length / ALARMS_PER_LINE),
      });
    });
  }
}
